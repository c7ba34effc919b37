/** What models need of the phone, besides the cashier. Everything of `my` that can be missing or throw is tamed here. */
export interface Device {
  /** The buyer's language, such as `zh-Hans` or `en`; Chinese when the phone does not say. */
  language(): string;
  /** The stored value, or null when there is none or it cannot be read. */
  read(key: string): unknown;
  /** Whether the value is on the phone now. A full storage is no reason to refuse a purchase, so it does not throw. */
  write(key: string, value: unknown): boolean;
  remove(key: string): void;
  /** 32 characters `[0-9a-f]`, different each time. */
  randomId(): string;
  /** Asks a question with two answers; false when the question could not be shown. */
  confirm(question: Question): Promise<boolean>;
  /** A short remark that goes away by itself. */
  remark(text: string): void;
  /** Whether the text is in the clipboard now. */
  copy(text: string): Promise<boolean>;
  /** Offers to dial a number. */
  dial(phone: string): void;
  /** Whether the phone has any network; true when it does not say. */
  isOnline(): Promise<boolean>;
  /** Runs with each change of {@link isOnline}; returns the function that stops it. */
  onNetworkChange(run: (isOnline: boolean) => void): () => void;
  /** Runs when the app comes back to the foreground; returns the function that stops it. */
  onAppShow(run: () => void): () => void;
}

/** What a dialog asks; `yes` and `no` are the words on its buttons. */
export interface Question {
  title: string;
  content: string;
  yes: string;
  no: string;
}

const RANDOM_ID_LENGTH = 32;

/** The device behind Alipay's `my` (reference mini-program 5). */
export function alipayDevice(): Device {
  return {
    language: () => attempt(() => my.getSystemInfoSync().language as string | undefined) ?? 'zh-Hans',
    read: (key) => attempt(() => my.getStorageSync({ key }).data as unknown) ?? null,
    write: (key, value) => attempt(() => store(key, value)) ?? false,
    remove: (key) => void attempt(() => my.removeStorageSync({ key })),
    randomId,
    confirm,
    remark: (text) => void attempt(() => my.showToast({ content: text, duration: 2000 })),
    copy: (text) =>
      new Promise((resolve) => my.setClipboard({ text, success: () => resolve(true), fail: () => resolve(false) })),
    dial: (phone) => void attempt(() => my.makePhoneCall({ number: phone })),
    isOnline,
    onNetworkChange(run) {
      const tell = ({ isConnected }: { isConnected?: boolean }): void => run(isConnected !== false);
      attempt(() => my.onNetworkStatusChange(tell));
      return () => void attempt(() => my.offNetworkStatusChange(tell));
    },
    onAppShow(run) {
      my.onAppShow(run);
      return () => my.offAppShow(run);
    },
  };
}

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

function store(key: string, data: unknown): true {
  my.setStorageSync({ key, data: data as object });
  return true;
}

function isOnline(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      my.getNetworkType({
        success: ({ networkAvailable }) => resolve(networkAvailable !== false),
        fail: () => resolve(true),
      });
    } catch {
      resolve(true);
    }
  });
}

/** Mini-programs have no cryptographic randomness; a request id need only differ from the same buyer's other ids. */
function randomId(): string {
  let id = '';
  while (id.length < RANDOM_ID_LENGTH) id += Math.floor(Math.random() * 0x10000000).toString(16);
  return id.slice(0, RANDOM_ID_LENGTH);
}

function confirm({ title, content, yes, no }: Question): Promise<boolean> {
  return new Promise((resolve) =>
    my.confirm({
      title,
      content,
      confirmButtonText: yes,
      cancelButtonText: no,
      success: (answer) => resolve(answer.confirm === true),
      fail: () => resolve(false),
    }),
  );
}
