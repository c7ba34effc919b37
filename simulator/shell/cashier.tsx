import { CashierDisclosure } from './cashier-disclosure';
import { CashierFaults } from './cashier-faults';
import { cashierResults } from './cashier-results';
import { SimIcon } from './icons';
import type { PhoneView } from './phone-state';
import type { SandboxTrade } from './sandbox';
import { texts } from './texts';
import { useCashier } from './use-cashier';
import { useModal } from './use-modal';

type Cashier = ReturnType<typeof useCashier>;

interface CashierSheetProps {
  call: NonNullable<PhoneView['cashier']>;
  isOnline: boolean;
  buyerId: string;
  buyerName: string | undefined;
}

/** The sheet `my.tradePay` opens: pays at the sandbox, or gives any documented result (reference alipay-trade 5.1). */
export function CashierSheet({ call, isOnline, buyerId, buyerName }: CashierSheetProps) {
  const cashier = useCashier({ tradeNo: call.tradeNo, done: call.done, isOnline, buyerId });
  const element = useModal(cashier.close);
  const { step, trade } = cashier;
  const isBusy = step.kind === 'paying' || step.kind === 'paid';
  return (
    <div class="sim-scrim is-bottom">
      <div
        ref={element}
        class="sim-cashier"
        role="dialog"
        aria-modal="true"
        aria-label={texts.cashier.title}
        tabIndex={-1}
      >
        <div class="sim-cashier-head">
          <button
            type="button"
            class="sim-cashier-close"
            aria-label={texts.cancel}
            disabled={isBusy}
            onClick={cashier.close}
          >
            <SimIcon name="close" />
          </button>
          <span class="sim-cashier-brand">{texts.cashier.title}</span>
        </div>
        {trade ? <Bill trade={trade} buyerName={buyerName ?? trade.buyer.name} /> : null}
        {step.kind === 'reading' ? <p class="sim-cashier-wait">{texts.cashier.loading}</p> : null}
        {step.kind === 'trouble' ? <Trouble message={step.message} /> : <PayButton cashier={cashier} />}
        {isBusy ? null : <OtherResults cashier={cashier} />}
        {isBusy || !trade ? null : <CashierFaults trade={trade} />}
        <p class="sim-cashier-note">{texts.cashier.noMethod}</p>
      </div>
    </div>
  );
}

function Bill({ trade, buyerName }: { trade: SandboxTrade; buyerName: string }) {
  const words = texts.cashier;
  const rows = [
    [words.merchant, trade.sellerName],
    [words.subject, trade.subject],
    [words.buyer, buyerName],
    [words.method, words.balance],
  ];
  return (
    <>
      <p class="sim-cashier-amount">
        <small>¥</small>
        {trade.totalAmount}
      </p>
      <dl class="sim-cashier-rows">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Trouble({ message }: { message: string }) {
  return (
    <div class="sim-cashier-trouble" role="alert">
      <strong>{texts.cashier.refused}</strong>
      <span>{message}</span>
    </div>
  );
}

function PayButton({ cashier: { step, pay } }: { cashier: Cashier }) {
  const words = texts.cashier;
  if (step.kind === 'paid') {
    return (
      <div class="sim-cashier-pay is-paid" role="status">
        <SimIcon name="check" />
        {words.paid}
      </div>
    );
  }
  const isPaying = step.kind === 'paying';
  return (
    <button type="button" class="sim-cashier-pay" disabled={step.kind !== 'ready'} onClick={pay}>
      {isPaying ? <span class="sim-spinner" aria-hidden="true" /> : null}
      {isPaying ? words.paying : words.pay}
    </button>
  );
}

function OtherResults({ cashier }: { cashier: Cashier }) {
  const words = texts.cashier;
  return (
    <CashierDisclosure title={words.more}>
      <ul class="sim-cashier-results" aria-label={words.moreHint}>
        {cashierResults.map((result) => {
          const name = result.code === 'none' ? words.noCallback : result.code;
          return (
            <li key={result.code}>
              <b>{name}</b>
              <span>{words.results[result.code]}</span>
              {[false, true].map((withPayment) => {
                const happened = withPayment ? words.withPayment : words.withoutPayment;
                return (
                  <button
                    key={happened}
                    type="button"
                    class={withPayment ? 'sim-cashier-pill is-paid' : 'sim-cashier-pill'}
                    aria-label={`${name} ${happened}`}
                    onClick={() => cashier.choose(result, withPayment)}
                  >
                    {happened}
                  </button>
                );
              })}
            </li>
          );
        })}
      </ul>
    </CashierDisclosure>
  );
}
