/** Before any test: dist/ is what this tree builds, so that journeys run what ships. */
import { join } from 'node:path';
import { buildFunctions } from '../../scripts/build-functions';
import { buildMiniprogram } from '../../scripts/build-miniprogram';
import { projectRoot } from './source-tree';

/** Replaced by the simulator's overlay in every journey. */
const noSpace = { endpoint: 'http://127.0.0.1:9', spaceId: 'none', clientSecret: 'none', appId: 'none' };

export default async function buildOnce(): Promise<void> {
  const dist = join(projectRoot, 'dist');
  await Promise.all([
    buildMiniprogram({ projectRoot, outDir: join(dist, 'miniprogram'), space: noSpace }),
    buildFunctions(projectRoot, join(dist, 'cloudfunctions')),
  ]);
}
