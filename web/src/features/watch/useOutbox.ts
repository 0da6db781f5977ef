/** Sends what was left unsent, at the beginning and whenever the line is back. Answers whose it is. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { me } from '@/api';
import { outboxOf } from './progress';

export function useOutbox(): string {
  const owner = useQuery(me).data?.id ?? '';
  useEffect(() => {
    if (!owner) return;
    const flush = () => void outboxOf(owner).flush();
    flush();
    addEventListener('online', flush);
    return () => removeEventListener('online', flush);
  }, [owner]);
  return owner;
}
