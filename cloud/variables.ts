/**
 * Every variable of `npm run serve`: the only source of its help, of its defaults, and of what its parser can see (variable-reader.ts).
 */

/** What there is to know about one variable; empty text counts as not set. */
export interface Variable {
  meaning: string;
  /** What holds when it is not set. */
  default?: string;
  /** It cannot start without. */
  required?: true;
  /** Whole numbers in this range. */
  range?: readonly [least: number, most: number];
  /** One of these. */
  choices?: readonly string[];
  /** Never to be shown. */
  secret?: true;
}

/** By what they are about, in the order in which somebody sets them up. */
export const VARIABLES = {
  'The merchant': {
    SHOUYIN_MERCHANT_ID: { meaning: 'your own id of the merchant, e.g. "shop-1"', required: true },
    SHOUYIN_FORMER_MERCHANT_IDS: {
      meaning: 'ids it had before, with commas; its orders of then are served all the same',
    },
    SHOUYIN_MERCHANT_NAME: { meaning: 'the name buyers see', required: true },
    SHOUYIN_ORDER_KEY: {
      meaning: 'secret behind order numbers, at least 32 characters; never change it while purchases run',
      required: true,
      secret: true,
    },
    SHOUYIN_ORDER_MINUTES: {
      meaning: 'how long an unpaid order may be paid',
      default: '15',
      range: [1, 21_600],
    },
  },
  'The app and its space': {
    SHOUYIN_SPACE_ID: { meaning: 'the id of the space, as the app is built with', required: true },
    SHOUYIN_CLIENT_SECRET: {
      meaning: 'the secret that the app is built with, at least 16 characters',
      required: true,
      secret: true,
    },
    SHOUYIN_SERVER_KEYS: {
      meaning:
        'public keys of your own servers that may call /server, with commas, each as base64 in one line; without any it is shut',
    },
    SHOUYIN_FUNCTIONS: { meaning: 'folder of the built functions; dist/cloudfunctions of this project when not set' },
    SHOUYIN_OWN_FUNCTIONS: {
      meaning: 'folder of functions of your own; each runs in a thread of its own (docs/cloud.md)',
    },
    SHOUYIN_FUNCTION_SECONDS: { meaning: 'how long a function may take', default: '10', range: [1, 300] },
    SHOUYIN_CLIENT_METHODS: {
      meaning:
        'OpenAPI methods that an app may call without a function of yours, with commas, or none; never one that gives money back or away',
      default: 'alipay.trade.create,alipay.trade.query',
    },
  },
  Alipay: {
    ALIPAY_APP_ID: { meaning: 'the APPID of the mini-program', required: true },
    ALIPAY_PRIVATE_KEY: {
      meaning: "the app's own private key, PKCS#1 or PKCS#8, PEM or its base64 in one line",
      required: true,
      secret: true,
    },
    ALIPAY_PUBLIC_KEY: { meaning: "Alipay's public key from the console (not the app's)", required: true },
    ALIPAY_SELLER_ID: { meaning: 'account that receives the money; notifies for another one are refused' },
    ALIPAY_APP_AUTH_TOKEN: { meaning: 'for a service provider acting for a merchant', secret: true },
    ALIPAY_GATEWAY: {
      meaning: "address of the gateway; the sandbox's for trying",
      default: 'https://openapi.alipay.com/gateway.do',
    },
    ALIPAY_SECONDS: { meaning: 'how long Alipay may take to answer', default: '5', range: [1, 60] },
    SHOUYIN_NOTIFY_URL: {
      meaning: 'public address of /http/trade-notify; without it news comes by query alone',
    },
  },
  Fshows: {
    FSHOWS_APP_ID: { meaning: "the clearing provider's id at Fshows; without any of these there is no such channel" },
    FSHOWS_PRIVATE_KEY: { meaning: "the provider's own private key, PEM or base64 in one line", secret: true },
    FSHOWS_PUBLIC_KEY: { meaning: "Fshows' public key for its notifies" },
    FSHOWS_SUB_MERCHANT_ID: { meaning: "the merchant's id at Fshows" },
    FSHOWS_GATEWAY: {
      meaning: "address of the gateway; the sandbox's for trying",
      default: 'https://openapi-liquidation.51fubei.com/gateway',
    },
    FSHOWS_PARTIAL_REFUNDS: {
      meaning: 'whether parts may be given back; only once Fshows has confirmed it',
      default: 'no',
      choices: ['yes', 'no'],
    },
  },
  'Several channels and merchants': {
    SHOUYIN_ROUTES: {
      meaning:
        'which channel takes which orders, as JSON; without it Alipay first, Fshows where Alipay cannot; docs/self-host.md',
    },
    SHOUYIN_MERCHANTS: { meaning: 'the merchants besides the first, as JSON; docs/self-host.md', secret: true },
  },
  'What buyers are offered': {
    SHOUYIN_CONTACT_PHONE: { meaning: 'telephone number for buyers' },
    SHOUYIN_CONTACT_NOTE: { meaning: 'one sentence for buyers beside it, at most 60 characters' },
    SHOUYIN_INSTALMENTS: { meaning: 'months over which Huabei may be paid, of 3, 6 and 12, with commas' },
    SHOUYIN_INSTALMENT_FEE: { meaning: "who bears Huabei's fee, buyer or merchant; the buyer when not set" },
    SHOUYIN_INSTALMENTS_FROM_YUAN: { meaning: 'orders of less cannot be paid by instalments' },
  },
  'Refunds and events': {
    SHOUYIN_OPERATOR_IDS: { meaning: 'buyer ids, with commas, of the people who may refund in the app' },
    SHOUYIN_OPERATOR_TOKEN: {
      meaning: "secret with which the merchant's own systems may refund, at least 32 characters",
      secret: true,
    },
    SHOUYIN_HONOUR_LATE_MINUTES: {
      meaning: 'how long after expiry a late full payment still pays its order; without it all late money goes back',
      range: [0, 21_600],
    },
    SHOUYIN_EVENTS_URL: { meaning: 'https address that events are sent to; without it they are only kept' },
    SHOUYIN_EVENTS_SECRET: {
      meaning: 'what events are signed with, at least 32 characters; needed with SHOUYIN_EVENTS_URL',
      secret: true,
    },
  },
  'The database': {
    DATABASE_URL: {
      meaning: 'postgres://user:password@host:5432/database, for real money and for more than one node',
      secret: true,
    },
    SHOUYIN_HOME: { meaning: 'folder of the embedded database; needed when there is no DATABASE_URL' },
    SHOUYIN_DATABASE_CONNECTIONS: { meaning: 'most connections of this node', default: '20', range: [1, 500] },
  },
  'Where it listens': {
    HOST: { meaning: 'address to listen at; put a TLS proxy in front', default: '127.0.0.1' },
    PORT: { meaning: 'port to listen at; 0 takes any free one', default: '8080', range: [0, 65_535] },
    SHOUYIN_TRUSTED_PROXIES: {
      meaning:
        "addresses and networks of your proxies, with commas, whose X-Forwarded-For is believed, e.g. 127.0.0.1,10.0.0.0/8; without it a proxy's address counts as every caller's",
      default: '',
    },
    SHOUYIN_SHUTDOWN_SECONDS: {
      meaning: 'how long /readyz announces the end before requests are no longer taken',
      default: '0',
      range: [0, 300],
    },
  },
  'Limits (a rate of 0 is none)': {
    SHOUYIN_MAX_BODY_KIB: { meaning: 'largest body of a request, in KiB', default: '1024', range: [16, 16_384] },
    SHOUYIN_RATE_PER_BUYER: {
      meaning: 'requests to /client a minute of one signed-in user',
      default: '1200',
      range: [0, 1_000_000],
    },
    SHOUYIN_RATE_PER_ADDRESS: {
      meaning: 'requests to /client a minute from one address; a mobile network puts many phones behind one',
      default: '12000',
      range: [0, 10_000_000],
    },
    SHOUYIN_RATE_OF_SIGN_INS: {
      meaning: 'sign-ins a minute from one address; each asks Alipay',
      default: '1200',
      range: [0, 1_000_000],
    },
    SHOUYIN_RATE_OF_TRIGGERS: {
      meaning: "requests to /http a minute from one address; all of Alipay's notifies come from few",
      default: '60000',
      range: [0, 10_000_000],
    },
    SHOUYIN_MAX_ITEMS: { meaning: 'kinds of goods in one order', default: '50', range: [1, 50] },
    SHOUYIN_MAX_PIECES: { meaning: 'pieces of one kind of goods in one order', default: '99', range: [1, 99] },
    SHOUYIN_MAX_TOTAL_YUAN: { meaning: 'what one order may come to; at most, and without it, 100000000.00' },
    SHOUYIN_MAX_TEXT_CHARACTERS: {
      meaning:
        'characters of a text that a buyer writes; without it 100 of a note, 256 of the reason of a wish for a refund',
      range: [1, 256],
    },
    SHOUYIN_PAGE_ORDERS: { meaning: 'orders on one page of a list', default: '20', range: [1, 100] },
    SHOUYIN_CLOCK_SKEW_MINUTES: {
      meaning:
        "how far a signed request's time may be from the time here; stops little, and locks out phones whose clock is wrong",
      default: '0',
      range: [0, 1_440],
    },
  },
  'Operating it': {
    LOG_LEVEL: {
      meaning: 'how much is logged',
      default: 'info',
      choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    },
    SHOUYIN_METRICS_TOKEN: {
      meaning: 'lets other machines read /metrics with "Authorization: Bearer …"; without it only this one may',
      secret: true,
    },
  },
} as const satisfies Record<string, Record<string, Variable>>;

type Groups = (typeof VARIABLES)[keyof typeof VARIABLES];
/** The names in the table; nothing else can be asked for. */
export type VariableName = Groups extends infer Group ? (Group extends unknown ? keyof Group : never) : never;

/** Each variable by its name. */
export const variables: ReadonlyMap<string, Variable> = new Map(
  Object.values(VARIABLES).flatMap((group) => Object.entries<Variable>(group)),
);

/** For the build of the app, which may share a file of variables with the cloud. */
const OF_THE_BUILD = new Set(['SHOUYIN_ENDPOINT']);

/** Variables that look like ours and that nothing reads: misspelt, most likely. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const names = Object.keys(env).filter((name) => /^(SHOUYIN|ALIPAY|FSHOWS)_/.test(name));
  return names.filter((name) => !variables.has(name) && !OF_THE_BUILD.has(name));
}

/** The text of `npm run serve -- --help`. */
export function serveHelp(): string {
  const groups = Object.entries(VARIABLES).map(([title, group]) => {
    const lines = Object.entries<Variable>(group).map(([name, variable]) => `  ${name.padEnd(30)}${wordsOf(variable)}`);
    return `${title}:\n${lines.join('\n')}`;
  });
  return `Usage: npm run serve [-- --help]

The self-hosted cloud: POST /client and /server, /http/<trigger>, timers, /healthz, /readyz, /metrics. Configured by the environment alone; it
refuses to start, naming each fault, until everything is there. docs/self-host.md says more.

${groups.join('\n\n')}
`;
}

/** Meaning, range and default in one sentence. */
export function wordsOf({ meaning, required, range, choices, default: usual }: Variable): string {
  const notes = [
    ...(required ? ['required'] : []),
    ...(range ? [`${range[0]} to ${range[1]}`] : []),
    ...(choices ? [choices.join(', ')] : []),
    ...(usual ? [`default ${usual}`] : []),
  ];
  return notes.length > 0 ? `${meaning} (${notes.join('; ')})` : meaning;
}
