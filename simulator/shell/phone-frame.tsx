import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CashierSheet } from './cashier';
import { followChinColor } from './chin-color';
import { devices } from './devices';
import { Dialog } from './dialogs';
import { Loading, Toast } from './notices';
import { type PhoneState, usePhoneView } from './phone-state';
import { SidePanel } from './side-panel';
import { StatusBar } from './status-bar';
import { TabBar } from './tab-bar';
import { TitleBar } from './title-bar';
import { useBuyers } from './use-buyers';

interface PhoneFrameProps {
  appId: string;
  appName: string;
  hasSandbox: boolean;
  state: PhoneState;
  /** Made once, outside this tree's rendering: the runtime owns what is inside. */
  viewport: HTMLElement;
}

/** The phone, what lies over its page, and the panel beside it. */
export function PhoneFrame({ appId, appName, hasSandbox, state, viewport }: PhoneFrameProps) {
  const view = usePhoneView(state);
  const buyers = useBuyers(hasSandbox);
  const place = useRef<HTMLElement>(null);
  const [chinColor, setChinColor] = useState('#fff');
  useLayoutEffect(() => {
    place.current?.prepend(viewport);
    return followChinColor(viewport, setChinColor);
  }, [viewport]);
  const dialog = view.dialogs.at(-1);
  const isCovered = Boolean(dialog ?? view.cashier);
  const { backgroundColor, frontColor } = view.bar;
  const barStyle = { '--bar': backgroundColor || '#fff', '--bar-ink': frontColor || inkOn(backgroundColor) };
  const device = sizeOf(view.deviceName);
  return (
    <div class="sim-desk">
      <div class={device ? 'sim-phone is-sized' : 'sim-phone'} style={device}>
        <div class="sim-screen" style={barStyle}>
          <div class="sim-app" inert={isCovered}>
            <StatusBar isOnline={view.isOnline} />
            <TitleBar bar={view.bar} state={state} />
            <main class="sim-page-place" ref={place}>
              <Loading content={view.loading} />
            </main>
            <TabBar bar={view.tabBar} />
            <div class="sim-chin" aria-hidden="true" style={{ background: chinColor }} />
          </div>
          <Toast toast={view.toast} />
          {view.cashier ? (
            <CashierSheet
              call={view.cashier}
              isOnline={view.isOnline}
              buyerId={view.buyerId}
              buyerName={buyers.find((buyer) => buyer.buyerId === view.buyerId)?.name}
            />
          ) : null}
          {dialog ? <Dialog key={view.dialogs.length} dialog={dialog} /> : null}
        </div>
      </div>
      <SidePanel appId={appId} appName={appName} state={state} view={view} buyers={buyers} />
    </div>
  );
}

/** The chosen device's screen, as the frame's custom properties. */
function sizeOf(deviceName: string): Record<string, string> | undefined {
  const device = devices.find(({ name }) => name === deviceName);
  return device && { '--screen-width': `${device.width}px`, '--screen-height': `${device.height}px` };
}

/** Black or white, whichever can be read on a six-digit colour; black on anything else. */
function inkOn(color: string): string {
  const digits = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (!digits) return '#1f2329';
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 150 ? '#fff' : '#1f2329';
}
