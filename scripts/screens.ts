/** The book of screens: every scene of test/journey/mishaps, in both languages, as pictures and a page that shows them. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scene } from '../test/journey/mishaps/scene';
import { type Chapter, chapters } from '../test/journey/mishaps/scenes';
import { type Language, openStage, openWorld, type World } from '../test/journey/mishaps/world';

const LANGUAGES: readonly Language[] = ['zh', 'en'];
const FOLDER = 'screens';
/** Small enough for a repository, and still easily read. */
const JPEG_QUALITY = 60;
const SHOWN_WIDTH = 200;

const HEAD = `# Screens

Whatever happens to a purchase, the app says what is true and offers the next step. Each of these is played by a journey in both languages
(\`test/journey/mishaps\`), which also checks that everybody can use the page. The pictures, and this page, are made by \`npm run screenshots\`.

Nothing but the server's word makes the app say that an order is paid.
`;

/** Takes every picture into `images/screens`, or only those of the scenes that are named, and writes the page. */
export async function takeScreens(docs: string, names: readonly string[]): Promise<void> {
  const folder = join(docs, 'images', FOLDER);
  const scenes = chapters.flatMap(pictured).filter(({ name }) => names.length === 0 || names.includes(name));
  if (names.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const language of LANGUAGES) {
    const world = await openWorld(language);
    try {
      for (const scene of scenes) await take(world, scene, join(folder, fileOf(scene, language)));
    } finally {
      await world.close();
    }
  }
  await writeFile(join(docs, 'screens.md'), screensPage());
  console.log(`docs/screens.md, ${(await readdir(folder)).length} pictures`);
}

/** The page that shows the pictures; it has nothing in it that changes with the day. */
export function screensPage(): string {
  return pageOf(chapters);
}

/** Names of the pictures that the page shows. */
export function screenFiles(): string[] {
  return chapters.flatMap(pictured).flatMap((scene) => LANGUAGES.map((language) => fileOf(scene, language)));
}

/** What the scenes with a picture are called. */
export function sceneNames(): string[] {
  return chapters.flatMap(pictured).map(({ name }) => name);
}

function pictured({ scenes }: Chapter): Scene[] {
  return scenes.filter(({ looksLike }) => looksLike === undefined);
}

async function take(world: World, scene: Scene, path: string): Promise<void> {
  const stage = await openStage(world, scene.options);
  try {
    await scene.play(stage);
    // What comes for a moment and goes by itself would cover what stays.
    await stage.page.locator('.sim-toast').waitFor({ state: 'detached' });
    await stage.page.locator('a-page[data-page-top]').evaluate((page) => page.scrollTo(0, 0));
    await stage.page.waitForTimeout(500);
    await stage.page.screenshot({ path, type: 'jpeg', quality: JPEG_QUALITY, animations: 'disabled' });
  } catch (cause) {
    throw new Error(`the scene ${scene.name} could not be played`, { cause });
  } finally {
    await stage.phone.close();
    await world.tidy();
  }
}

function fileOf({ name }: Scene, language: Language): string {
  return `${name}.${language}.jpg`;
}

function pageOf(all: readonly Chapter[]): string {
  const picture = (scene: Scene, language: Language): string =>
    `<img src="images/${FOLDER}/${fileOf(scene, language)}" width="${SHOWN_WIDTH}" alt="${scene.title}">`;
  const row = (scene: Scene): string => {
    const shown = LANGUAGES.map((language) =>
      scene.looksLike === undefined ? picture(scene, language) : `like “${titleOf(all, scene.looksLike)}”`,
    );
    return `| ${[scene.title, ...shown].join(' | ')} |`;
  };
  const sections = all.map(({ title, scenes }) =>
    [`## ${title}`, '', '| | 中文 | English |', '| --- | --- | --- |', ...scenes.map(row)].join('\n'),
  );
  return `${[HEAD, ...sections].join('\n')}\n`.replace(/\n(## )/g, '\n\n$1').replace(/\n{3,}/g, '\n\n');
}

function titleOf(all: readonly Chapter[], name: string): string {
  return all.flatMap(({ scenes }) => scenes).find((scene) => scene.name === name)?.title ?? name;
}
