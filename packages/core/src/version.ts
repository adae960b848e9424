const shape = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/;

/** Whether text is a version like `1.2.3`, the only form that clients announce and organizations ask for. */
export function isVersion(text: string): boolean {
  return shape.test(text);
}

/**
 * Below 0 when `a` is older than `b`, 0 when they are the same, above 0 when it is newer; `undefined` when one of them
 * is no version.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = shape.exec(a);
  const right = shape.exec(b);
  if (left === null || right === null) return undefined;
  for (let part = 1; part <= 3; part++) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  return 0;
}
