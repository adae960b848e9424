import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * State that is still there when the page is come back to, such as what a table was filtered by. It lives beside what
 * was read, so it goes with it when the keys close, and never into the address bar.
 */
export function useKept<Value>(name: string, initial: Value): readonly [Value, (value: Value) => void] {
  const queries = useQueryClient();
  const key = ['kept', name];
  const [value, setValue] = useState(() => queries.getQueryData<Value>(key) ?? initial);
  return [
    value,
    (next) => {
      queries.setQueryData(key, next);
      setValue(next);
    },
  ];
}
