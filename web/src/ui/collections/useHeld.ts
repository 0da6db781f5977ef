/** Putting a title into collections and taking it out, at once, with a way back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { collectionsHolding, keys, putInCollection, takeFromCollection, type Collection, type Media } from '@/api';

import { useSayFailure } from '../media/actions';
import { toast } from '../toast';

interface Wish {
  collection: Pick<Collection, 'id' | 'name'>;
  holds: boolean;
}

export function useHeld(media: Media) {
  const { t } = useTranslation('collections');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const key = collectionsHolding(media.id).queryKey;
  const refresh = () => void cache.invalidateQueries({ queryKey: keys.collections });

  function show({ collection, holds }: Wish): void {
    cache.setQueryData(key, (old) =>
      old && {
        items: old.items.map((one) =>
          one.id === collection.id && one.holds !== holds ? { ...one, holds, count: one.count + (holds ? 1 : -1) } : one,
        ),
      },
    );
  }

  const change = useMutation({
    // One after the other: two presses on one box end as the second one says.
    scope: { id: `collections-of-${media.id}` },
    mutationFn: ({ collection, holds }: Wish) =>
      holds ? putInCollection(collection.id, media.id) : takeFromCollection(collection.id, media.id),
    onMutate: async (wish) => {
      await cache.cancelQueries({ queryKey: key });
      show(wish);
    },
    onSuccess: (_, wish) => {
      const { collection, holds } = wish;
      const names = { title: media.title, name: collection.name };
      const undo = { label: common('undo'), run: () => change.mutate({ collection, holds: !holds }) };
      toast(t(holds ? 'added' : 'takenOut', names), { action: undo });
    },
    onError: say,
    onSettled: refresh,
  });
  return (collection: Pick<Collection, 'id' | 'name'>, holds: boolean) => change.mutate({ collection, holds });
}
