import { clientSignature, isClientSignature } from '../../cloud/client/signature';

const TIMESTAMP = 1_700_000_000_000;

/** Captured from the real client SDK (reference serverless-platform 1.3). */
const AUTHORIZE = {
  method: 'serverless.auth.user.authorize',
  params: '{"authProvider":"alipay_openapi","clientIdentifier":"2021000000000000","authCode":"AC1"}',
  spaceId: 'space-1',
  timestamp: TIMESTAMP,
};
const INVOKE = {
  token: 'T',
  timestamp: TIMESTAMP,
  spaceId: 'space-1',
  params: '{"functionTarget":"checkout","functionArgs":{"amount":"0.01","标题":"测试"}}',
  method: 'serverless.function.runtime.invoke',
};

describe('the signature of the client SDK', () => {
  test.each`
    request                                         | body                           | signature
    ${'vector A, sign-in'}                          | ${AUTHORIZE}                   | ${'21c53dc213675097b7c2dc80d3d830ba'}
    ${'vector B, a call with Chinese in it'}        | ${INVOKE}                      | ${'bca9ae70a0f56b6829335b3b46ba25ec'}
    ${'vector A with empty values, which are left'} | ${{ ...AUTHORIZE, token: '' }} | ${'21c53dc213675097b7c2dc80d3d830ba'}
    ${'vector B with a member that is not signed'}  | ${{ ...INVOKE, more: 'x' }}    | ${'bca9ae70a0f56b6829335b3b46ba25ec'}
  `('equals what the SDK sends: $request', ({ body, signature }) => {
    expect(clientSignature(body, 'secret-1')).toBe(signature);
    expect(isClientSignature(signature, body, 'secret-1')).toBe(true);
  });

  test.each`
    change                     | received                              | body                             | secret
    ${'another secret'}        | ${'21c53dc213675097b7c2dc80d3d830ba'} | ${AUTHORIZE}                     | ${'secret-2'}
    ${'a changed member'}      | ${'21c53dc213675097b7c2dc80d3d830ba'} | ${{ ...AUTHORIZE, userId: 'u' }} | ${'secret-1'}
    ${'upper-case digits'}     | ${'21C53DC213675097B7C2DC80D3D830BA'} | ${AUTHORIZE}                     | ${'secret-1'}
    ${'a part of it'}          | ${'21c53dc2'}                         | ${AUTHORIZE}                     | ${'secret-1'}
    ${'nothing'}               | ${''}                                 | ${AUTHORIZE}                     | ${'secret-1'}
    ${'text of as many bytes'} | ${'收银收银收银收银收银ab'}           | ${AUTHORIZE}                     | ${'secret-1'}
  `('is refused with $change', ({ received, body, secret }) => {
    expect(isClientSignature(received, body, secret)).toBe(false);
  });
});
