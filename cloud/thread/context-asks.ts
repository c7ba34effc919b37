import type { PlatformContext } from '../function/function-context';
import { type FromThread, faultOf, packed, type Shape, type ToThread } from './messages';

type Ask = Extract<FromThread, { kind: 'ask' }>;
type Callable = (...args: unknown[]) => unknown;

/** What of a context a thread may ask for. The commands of a collection are told once; which collection is said with each ask. */
export function shapeOf({ cloud, mpserverless }: PlatformContext): Shape {
  const { db, ...others } = mpserverless;
  return {
    cloud: shape(cloud),
    mpserverless: { ...shape(others), db: { startTransaction: true } },
    collection: shape(db.collection('')),
  };
}

/** Carries out what a thread asks for in a call, whose context is gone when it is over. Never throws. */
export async function replyTo(asking: Ask, ctx: PlatformContext | undefined): Promise<ToThread> {
  const { ask } = asking;
  try {
    if (!ctx) throw new Error('the call is over');
    return { kind: 'reply', ask, parcel: packed(await answered(ctx, asking)) };
  } catch (thrown) {
    return { kind: 'refusal', ask, fault: faultOf(thrown) };
  }
}

// --- Internal helpers ---

async function answered({ cloud, mpserverless }: PlatformContext, { path, collection, args }: Ask): Promise<unknown> {
  const root =
    collection === undefined ? { cloud, mpserverless } : { collection: mpserverless.db.collection(collection) };
  return await callableAt(root, path)(...args);
}

function shape(tree: object): Shape {
  const members = Object.entries(tree).map(([name, member]) => [
    name,
    typeof member === 'function' ? true : shape(member),
  ]);
  return Object.fromEntries(members) as Shape;
}

function callableAt(root: object, path: readonly string[]): Callable {
  let found: unknown = root;
  for (const name of path) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
  }
  if (typeof found !== 'function') throw new Error(`ctx has no ${path.join('.')}`);
  return found as Callable;
}
