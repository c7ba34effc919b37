import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRecordLog, type Put } from '../../sandbox/record-log';
import { temporaryHome } from './support/temporary-home';

describe('the record log', () => {
  let file: string;
  let remove: () => void;

  beforeEach(() => {
    const temporary = temporaryHome();
    file = join(temporary.home, 'log.jsonl');
    remove = temporary.remove;
  });
  afterEach(() => remove());

  /** Opens, does something, closes; gives what was in it at the opening. */
  function opened(act: (log: ReturnType<typeof openRecordLog>) => void = () => {}): Put[] {
    const rows: Put[] = [];
    const log = openRecordLog(file, (put) => rows.push(put));
    act(log);
    log.close();
    return rows;
  }

  test('gives back every row in the order of writing', () => {
    const rows: Put[] = [
      ['trade', '1', { subject: '茶\n"😀"' }],
      ['notify', '2', null],
    ];
    expect(opened((log) => log.append(rows))).toEqual([]);
    opened((log) => log.append([['trade', '1', 'later']]));
    expect(opened()).toEqual([...rows, ['trade', '1', 'later']]);
  });

  test('writes behind the last whole line, whatever a killed process left', () => {
    opened((log) => log.append([['trade', '1', 'whole']]));
    appendFileSync(file, '[["trade","2","ha');
    opened((log) => log.append([['trade', '3', 'next']]));
    expect(opened()).toEqual([
      ['trade', '1', 'whole'],
      ['trade', '3', 'next'],
    ]);
  });

  test('holds after a rewrite what was given to it, and what came later', () => {
    opened((log) => {
      log.append([['trade', '1', 'old']]);
      log.rewrite([['trade', '2', 'kept']]);
      log.append([['trade', '3', 'new']]);
    });
    expect(opened()).toEqual([
      ['trade', '2', 'kept'],
      ['trade', '3', 'new'],
    ]);
  });

  test('takes nothing more once it is closed', () => {
    opened((log) => {
      log.close();
      log.append([['trade', '1', 'too late']]);
    });
    expect(opened()).toEqual([]);
  });
});
