import { freePorts, PortTaken } from '../../scripts/free-ports';

test('the same port for two is told before anything starts, by the variable of the second', async () => {
  const [port] = await freePorts([[0, 'PORT']]);
  const both = freePorts([
    [port, 'PORT'],
    [port, 'SANDBOX_PORT'],
  ]);
  await expect(both).rejects.toThrow(PortTaken);
  await expect(both).rejects.toThrow(`SANDBOX_PORT=${port + 1} npm start`);
});

test('two that may be any differ, and are free afterwards', async () => {
  const [port, sandboxPort] = await freePorts([
    [0, 'PORT'],
    [0, 'SANDBOX_PORT'],
  ]);
  expect(port).not.toBe(sandboxPort);
  expect(
    await freePorts([
      [port, 'PORT'],
      [sandboxPort, 'SANDBOX_PORT'],
    ]),
  ).toEqual([port, sandboxPort]);
});
