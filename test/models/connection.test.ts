import { BackendError } from '../../models/backend-error';
import { connection } from '../../models/connection';
import { patientBackend, RETRY_WAITS_MS } from '../../models/patient-backend';
import { fakeBackend } from './support/fake-backend';
import { fakeDevice } from './support/fake-device';
import { manualClock, settled } from './support/manual-clock';

describe('the connection', () => {
  test('of a phone that starts without a network is off from the first answer on', async () => {
    const device = fakeDevice();
    device.setOnline(false);
    const network = connection({ device });
    expect(network.isOnline).toBe(true);
    await settled();
    expect(network.isOnline).toBe(false);
  });

  test('tells each return of the network, and only that', async () => {
    const device = fakeDevice();
    const network = connection({ device });
    let returns = 0;
    const stop = network.onReturn(() => {
      returns += 1;
    });
    await settled();
    device.setOnline(true);
    expect(returns).toBe(0);
    device.setOnline(false);
    device.setOnline(true);
    expect(returns).toBe(1);
    stop();
    device.setOnline(false);
    device.setOnline(true);
    expect(returns).toBe(1);
  });
});

describe('a call that the network loses', () => {
  const setting = () => {
    const clock = manualClock();
    const backend = fakeBackend({ clock });
    return { clock, backend, patient: patientBackend({ backend, clock }) };
  };

  test('is made again before anybody is told', async () => {
    const { clock, backend, patient } = setting();
    backend.fail('catalog-list', 'unreachable');
    backend.fail('catalog-list', 'unreachable');
    const reply = patient.call('catalog-list', {});
    await clock.advance(RETRY_WAITS_MS[0] + RETRY_WAITS_MS[1]);
    expect((await reply).ok).toBe(true);
    expect(backend.calls).toHaveLength(3);
  });

  test('three times is told', async () => {
    const { clock, backend, patient } = setting();
    for (let time = 0; time < 3; time += 1) backend.fail('order-list', 'unreachable');
    const told = expect(patient.call('order-list', {})).rejects.toMatchObject({ reason: 'unreachable' });
    await clock.advance(10_000);
    await told;
  });

  test('is made once where it took its time, or where somebody else asks again', async () => {
    const { backend, patient } = setting();
    backend.fail('catalog-list', 'timeout');
    backend.fail('order-create', 'unreachable', 'before');
    await expect(patient.call('catalog-list', {})).rejects.toThrow(BackendError);
    await expect(patient.call('order-create', { requestId: 'r', items: [] })).rejects.toThrow(BackendError);
    expect(backend.calls).toHaveLength(2);
  });
});
