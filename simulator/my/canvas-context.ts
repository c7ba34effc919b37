/**
 * `my.createCanvasContext` without a canvas: every drawing call is accepted and draws nothing, so that a component that
 * also draws keeps working. The `canvas` tag says in the page that it is not drawn.
 */
export function createCanvasContext(): object {
  const nothing = () => context;
  const context: object = new Proxy(
    { measureText: (text: string) => ({ width: text.length * 10 }) },
    {
      get: (known, name) => Reflect.get(known, name) ?? nothing,
      set: () => true,
    },
  );
  return context;
}
