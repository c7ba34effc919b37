import { settledFindings } from '../../accessibility/settled-findings';
import { chapters } from './scenes';
import { type Language, openStage, openWorld, type World } from './world';

/** The page that is seen, with what lies over it. */
const PAGE = 'a-page[data-page-top]';

/**
 * Every scene in one language: it says what is true, can be used by everybody, does nothing that the real platform would refuse, and
 * leaves no error behind.
 */
export function playAll(language: Language): void {
  let world: World;

  beforeAll(async () => {
    world = await openWorld(language);
  }, 90_000);

  afterAll(() => world?.close());

  describe.each(chapters)('$title', ({ scenes }) => {
    test.each(scenes)(
      '$title',
      async ({ play, options, expectedErrors }) => {
        const stage = await openStage(world, options);
        try {
          await play(stage);
          expect(await settledFindings(stage.page, PAGE)).toEqual([]);
          expect(stage.phone.warnings()).toEqual([]);
          expect(stage.phone.errors().filter((error) => !expectedErrors?.test(error))).toEqual([]);
        } finally {
          await stage.phone.close();
          await world.tidy();
        }
      },
      60_000,
    );
  });
}
