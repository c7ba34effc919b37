function refuse(): never {
  throw new EvalError('Alipay makes no code from text: neither eval nor new Function exists there');
}

/** `Function` and `eval` as mini-program code sees them: types compare as ever, making code fails (reference 1.3). */
export const noFunction = new Proxy(Function, { apply: refuse, construct: refuse });
