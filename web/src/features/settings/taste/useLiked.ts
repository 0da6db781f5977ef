/** What the viewer likes, with refusals told. */
import { usePreferences } from '@/api';
import { useSayFailure } from '@/ui/media';

export function useLiked() {
  return usePreferences(useSayFailure());
}
