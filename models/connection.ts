import { observable, runInAction } from 'mobx';
import type { Device } from './device';

/** Whether the phone has a network, as the phone says. Having one proves nothing: a call may still be lost. */
export interface Connection {
  readonly isOnline: boolean;
  /** Runs each time the network comes back; returns the function that stops it. */
  onReturn(run: () => void): () => void;
}

/** The connection of this phone. */
export function connection({ device }: { device: Device }): Connection {
  const self = observable({ isOnline: true });
  const listeners = new Set<() => void>();

  function note(isOnline: boolean): void {
    const hasReturned = isOnline && !self.isOnline;
    runInAction(() => {
      self.isOnline = isOnline;
    });
    if (hasReturned) for (const run of [...listeners]) run();
  }

  device.onNetworkChange(note);
  void device.isOnline().then(note);
  return {
    get isOnline() {
      return self.isOnline;
    },
    onReturn(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
  };
}
