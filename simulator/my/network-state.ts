import type { Network } from '../faces';
import { asyncCall } from './async-call';
import { listenerPair } from './listeners';

/** `my.getNetworkType` and the news of its change, as the switch beside the phone says (reference mini-program 5). */
export function networkFamily(network: Network) {
  const typeOf = (isOn: boolean) => (isOn ? (network.isSlow() ? '2G' : 'WIFI') : 'NOTREACHABLE');
  const changed = listenerPair((listener) =>
    network.onChange((isOn) => listener({ isConnected: isOn, networkType: typeOf(isOn) })),
  );
  return {
    getNetworkType: asyncCall(() => ({ networkAvailable: network.isOn(), networkType: typeOf(network.isOn()) })),
    onNetworkStatusChange: changed.on,
    offNetworkStatusChange: changed.off,
  };
}
