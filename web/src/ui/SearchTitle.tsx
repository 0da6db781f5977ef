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
  /** There is nothing that could be counted or searched. */
  none?: boolean;
  /** What else can be done with the list. */
  children?: ReactNode;
}

export function SearchTitle({ title, note, label, none, children }: Props) {
  const [, setParams] = useSearchParams();
  const word = useSearchWord();
  if (none) return <PageTitle title={title}>{children}</PageTitle>;
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
        className="max-md:min-w-40 max-md:flex-1 md:w-60"
      />
      {children}
    </PageTitle>
  );
}
