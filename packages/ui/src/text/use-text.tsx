import { createContext, type ReactNode, useContext } from 'react';
import { en, type UiText } from './en.ts';

const TextContext = createContext<UiText>(en);

/** Gives every control inside it the texts of one language. */
export function TextProvider({ text, children }: { readonly text: UiText; readonly children: ReactNode }) {
  return <TextContext value={text}>{children}</TextContext>;
}

/** The texts of the interface in the language of the page. */
export function useText(): UiText {
  return useContext(TextContext);
}
