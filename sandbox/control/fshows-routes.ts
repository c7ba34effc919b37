import * as v from 'valibot';
import type { FshowsAccess } from './fshows-access';
import { fshowsAppReply } from './reply-schemas';
import { get, type Route } from './route';

/** What only Fshows has. */
export function fshowsRoutes(apps: () => readonly FshowsAccess[]): Route[] {
  return [
    get('/api/fshows/apps', {
      summary: 'Providers at Fshows with their sub-merchants, and the keys to act as them',
      reply: v.object({ apps: v.array(fshowsAppReply) }),
      handle: () => ({ apps: apps() }),
    }),
  ];
}
