import { useTranslation } from 'react-i18next';

import { Button } from './Button';
import { cx } from './cx';

/** As much as this needs of a list that comes page by page. */
interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Under a list that goes on: asks for its next page. */
export function ShowMore({ pages, small, className }: { pages: Pages; small?: boolean; className?: string }) {
  const { t } = useTranslation();
  if (!pages.hasNextPage) return null;
  return (
    <p className={cx('text-center', className ?? 'mt-8')}>
      <Button size={small ? 'sm' : 'md'} busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {t('showMore')}
      </Button>
    </p>
  );
}
