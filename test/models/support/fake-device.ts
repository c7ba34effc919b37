import type { Device, Question } from '../../../models/device';

/** A phone in memory. Storage holds copies, as the real one does, and can be handed to another device: a restarted app. */
export interface FakeDevice extends Device {
  readonly storage: Map<string, string>;
  readonly remarks: string[];
  readonly questions: Question[];
  readonly clipboard: string[];
  readonly dialled: string[];
  /** The app comes back to the foreground. */
  showApp(): void;
  /** The phone loses its network, or has it again. */
  setOnline(isOnline: boolean): void;
}

interface Options {
  storage?: Map<string, string>;
  language?: string;
  answer?: boolean;
}

export function fakeDevice({ storage = new Map(), language = 'zh-Hans', answer = true }: Options = {}): FakeDevice {
  const remarks: string[] = [];
  const questions: Question[] = [];
  const clipboard: string[] = [];
  const dialled: string[] = [];
  const onShow = new Set<() => void>();
  const onNetwork = new Set<(isOnline: boolean) => void>();
  let online = true;
  let ids = 0;
  return {
    storage,
    remarks,
    questions,
    clipboard,
    dialled,
    language: () => language,
    read: (key) => (storage.has(key) ? JSON.parse(storage.get(key) ?? 'null') : null),
    write(key, value) {
      storage.set(key, JSON.stringify(value));
      return true;
    },
    remove: (key) => void storage.delete(key),
    randomId() {
      ids += 1;
      return `request-${ids}-of-${storage.size}-${'0'.repeat(8)}`;
    },
    confirm: (question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
    remark: (text) => void remarks.push(text),
    copy: (text) => {
      clipboard.push(text);
      return Promise.resolve(true);
    },
    dial: (phone) => void dialled.push(phone),
    isOnline: () => Promise.resolve(online),
    onNetworkChange(run) {
      onNetwork.add(run);
      return () => onNetwork.delete(run);
    },
    setOnline(isOnline) {
      online = isOnline;
      for (const run of [...onNetwork]) run(isOnline);
    },
    onAppShow(run) {
      onShow.add(run);
      return () => onShow.delete(run);
    },
    showApp() {
      for (const run of [...onShow]) run();
    },
  };
}
