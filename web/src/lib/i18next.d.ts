import 'i18next';

import type { FirstWords } from '@/locales/en';
import type { MoreWords } from '@/locales/en/more';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: FirstWords & MoreWords;
  }
}
