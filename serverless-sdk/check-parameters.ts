import type { Api } from './apis';
import { CloudSDKError } from './cloud-sdk-error';
import { isMembers, type Members, parameter } from './spellings';

interface Rule {
  holds(value: unknown): boolean;
  says: string;
}

const AMOUNT: Rule = {
  // 0.01 to 100000000, as a text: a number such as 0.1 + 0.2 has no two places.
  holds: (value) =>
    typeof value === 'string' &&
    /^(?:[1-9]\d{0,7}|0)(?:\.\d{1,2})?$|^100000000(?:\.00?)?$/.test(value) &&
    Number(value) > 0,
  says: 'a text in yuan from 0.01 to 100000000 with at most two places, such as "0.01"',
};

const text = (most: number): Rule => ({
  holds: (value) => typeof value === 'string' && value.length <= most,
  says: `a text of at most ${most} characters`,
});

const ANY_TEXT: Rule = { holds: (value) => typeof value === 'string', says: 'a text' };

/** What is documented of single parameters; any other is only asked to be a text. */
const RULES: { readonly [name: string]: Rule | undefined } = {
  outTradeNo: {
    holds: (value) => typeof value === 'string' && /^\w{1,64}$/.test(value),
    says: 'a text of at most 64 letters, digits and underscores',
  },
  subject: text(256),
  totalAmount: AMOUNT,
  refundAmount: AMOUNT,
  extendParams: { holds: isInstalmentPlan, says: '{hbFqNum: "3", "6" or "12", hbFqSellerPercent: "100" or "0"}' },
};

function isInstalmentPlan(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const [number, percent] = ['hbFqNum', 'hbFqSellerPercent'].map((name) => parameter(value, name));
  return ['3', '6', '12'].includes(number as string) && ['100', '0'].includes(percent as string);
}

/** Throws a CloudSDKError that names the parameter which is missing or wrong. */
export function checkParameters(name: string, { needs }: Api, params: Members): void {
  for (const group of needs) {
    const given = group.filter((needed) => parameter(params, needed) !== undefined);
    if (given.length === 0) throw new CloudSDKError('NOT_FOUND_PARAM', `${name} needs ${group.join(' or ')}`);
    for (const needed of given) {
      const { holds, says } = RULES[needed] ?? ANY_TEXT;
      if (!holds(parameter(params, needed))) {
        throw new CloudSDKError('INVALID_PARAM', `${needed} of ${name} must be ${says}`);
      }
    }
  }
}
