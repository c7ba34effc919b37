/** Files of others, installed or copied into the root: warnings about how they are written help nobody here. */
export function isVendored(file: string): boolean {
  return /(^|\/)(node_modules|miniprogram_npm|antd-mini)\//.test(file);
}
