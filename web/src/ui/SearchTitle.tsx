/** The head of a list that is narrowed by a word; the word stands in the address, as `q`. */
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

import { PageTitle } from './Page';
import { SearchBox } from './SearchBox';

/** The word that the list is narrowed by, "" for none. */
export function useSearchWord(): string {
  return useSearchParams()[0].get('q')?.trim() ?? '';
}

interface Props {
  title: string;
  /** How many there are; a space is kept for it until it is known. */
  note: string | undefined;
  label: string;
  /** What else can be done with the list. */
  children?: ReactNode;
}

export function SearchTitle({ title, note, label, children }: Props) {
  const [, setParams] = useSearchParams();
  const word = useSearchWord();
  return (
    <PageTitle title={title} note={note ?? '\u00a0'}>
      <SearchBox
        label={label}
        value={word}
        onChange={(text) =>
          setParams((old) => {
            if (text) old.set('q', text);
            else old.delete('q');
            return old;
          }, { replace: true })}
        className="w-60 max-w-full max-sm:w-52"
      />
      {children}
    </PageTitle>
  );
}
