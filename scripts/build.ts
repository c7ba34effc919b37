/** `npm run build`: everything that ships, into dist/. */
import { join } from 'node:path';
import { buildFunctions } from './build-functions';
import { buildMiniprogram } from './build-miniprogram';
import { spaceToBuildFor } from './space';

const projectRoot = join(__dirname, '..');

async function main(): Promise<void> {
  const dist = join(projectRoot, 'dist');
  const space = await spaceToBuildFor(process.env, process.env.SHOUYIN_HOME ?? join(projectRoot, '.shouyin'));
  const [miniprogram, functions] = await Promise.all([
    buildMiniprogram({ projectRoot, outDir: join(dist, 'miniprogram'), space }),
    buildFunctions(projectRoot, join(dist, 'cloudfunctions')),
  ]);
  console.log(`dist/miniprogram     ${kilobytes(miniprogram.bytes)} in ${miniprogram.files} files`);
  for (const [name, bytes] of Object.entries(functions)) {
    console.log(`dist/cloudfunctions/${name.padEnd(16)} ${kilobytes(bytes)}`);
  }
  console.log(`The app will call ${space.endpoint} (space ${space.spaceId}); see dist/miniprogram/space.js`);
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`.padStart(7);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
