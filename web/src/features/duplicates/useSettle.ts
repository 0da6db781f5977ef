/** The three answers: one title with several versions, only one of them kept, or different films. */
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import {
  deleteMedia,
  duplicatePages,
  editMedia,
  joinMedia,
  partVersion,
  restoreMedia,
  settleDuplicates,
  type Duplicates,
  type Media,
} from '@/api';
import { toast } from '@/ui';
import { asItWas, useRefreshMedia, useSayFailure } from '@/ui/media';

export type Answer =
  | { how: 'join'; stays: Media; others: Media[] }
  | { how: 'keep'; stays: Media; others: Media[]; files: boolean }
  | { how: 'different'; stays: Media; others: Media[] };

async function run(answer: Answer): Promise<void> {
  if (answer.how === 'different') {
    await settleDuplicates([answer.stays, ...answer.others].map((media) => media.id), true);
    return;
  }
  for (const other of answer.others) {
    if (answer.how === 'join') await joinMedia(answer.stays.id, other.id);
    else await deleteMedia(other.id, answer.files);
  }
}

/** A title that went into another comes out of it again, with its own name. */
async function partAgain(stays: Media, other: Media): Promise<void> {
  const [first, ...rest] = other.assets ?? [];
  if (!first) return;
  const own = await partVersion(stays.id, first.id);
  for (const asset of rest) {
    const further = await partVersion(stays.id, asset.id);
    await joinMedia(own.id, further.id);
  }
  await editMedia(own.id, asItWas(other));
}

async function takeBack(answer: Answer): Promise<void> {
  if (answer.how === 'different') {
    await settleDuplicates([answer.stays, ...answer.others].map((media) => media.id), false);
    return;
  }
  for (const other of answer.others) {
    if (answer.how === 'join') await partAgain(answer.stays, other);
    else await restoreMedia(other.id);
  }
}

type Pages = InfiniteData<Duplicates, unknown>;

const without = (old: Pages | undefined, id: string): Pages | undefined =>
  old && {
    ...old,
    pages: old.pages.map((page) => {
      const items = page.items.filter((group) => !group.items.some((media) => media.id === id));
      return { ...page, items, total: page.total - (page.items.length - items.length) };
    }),
  };

export function useSettle() {
  const { t } = useTranslation('duplicates');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const undo = useMutation({
    mutationFn: takeBack,
    onSuccess: () => toast(t('undone')),
    onError: say,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: run,
    onMutate: async (answer) => {
      await cache.cancelQueries({ queryKey: duplicatePages.queryKey });
      const before = cache.getQueryData<Pages>(duplicatePages.queryKey);
      cache.setQueryData<Pages>(duplicatePages.queryKey, (old) => without(old, answer.stays.id));
      return { before };
    },
    onSuccess: (_, answer) => {
      const text = t(`done.${answer.how}`, { title: answer.stays.title, count: answer.others.length });
      toast(text, { action: { label: common('undo'), run: () => undo.mutate(answer) } });
    },
    onError: (error, _, context) => {
      if (context?.before) cache.setQueryData(duplicatePages.queryKey, context.before);
      say(error);
    },
    onSettled: refresh,
  });
}
