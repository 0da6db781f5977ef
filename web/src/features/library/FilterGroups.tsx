/** All that the library can be narrowed by. Counts follow the filter; what would leave nothing is not offered. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { facetsOf, listed, statsOverview, type Facets, type MediaQuery, type MediaStatus, type Several, type Watched } from '@/api';
import { formatLanguage } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { codecName, platformName } from '@/lib/names';
import { ErrorLine, Skeleton } from '@/ui';
import { ADDED, decadeFilter, decadeOf, LENGTHS, lengthFilter, lengthOf, lengthOfSpan, resolutionName, STARS, starsText, turned } from '@/ui/filters';

import type { Change } from './address';
import { ChannelField } from './ChannelField';
import { Group, Options, type Option } from './Options';
import { YearFields } from './YearFields';

interface Props {
  query: MediaQuery;
  onChange: Change;
}

type Counted = 'genre' | 'tag' | 'language' | 'subtitles' | 'platform' | 'codec' | 'folder' | 'resolution';

const words = (one: string | undefined) => (one === undefined ? [] : [one]);

/** What was chosen is offered even where it leaves nothing: it must be possible to take it off. */
function withChosen(options: Option[], chosen: readonly string[], name: (value: string) => string): Option[] {
  const missing = chosen.filter((value) => options.every((one) => one.value !== value));
  return [...options, ...missing.map((value) => ({ value, label: name(value), count: 0 }))];
}

/** A group whose choices the server counts; of several any will do, or all of the tags. */
function CountedGroup({ facet, name, facets, query, onChange }: { facet: Counted; name: (value: string) => string; facets: Facets } & Props) {
  const { t } = useTranslation('library');
  const chosen = listed(query[facet] as Several | undefined);
  const found = facets[facet].map(({ value, name: told, count }) => ({ value, label: facet === 'folder' ? told : name(value), count }));
  const options = withChosen(found, chosen, name);
  if (options.length === 0) return null;
  return (
    <Group title={t(`groups.${facet === 'resolution' ? 'picture' : facet}`)}>
      <Options options={options} chosen={chosen} onTurn={(value) => onChange({ [facet]: turned(chosen, value) }, true)} />
    </Group>
  );
}

function StepsGroup({ title, ...all }: { title: string } & Parameters<typeof Options>[0]) {
  if (all.options.length === 0) return null;
  return (
    <Group title={title}>
      <Options {...all} />
    </Group>
  );
}

/** Choices that are the same in every library, with their counts once these are there. */
function counted(options: readonly Option[], found: Facets[keyof Facets] | undefined, chosen: readonly string[]): Option[] {
  if (!found) return [...options];
  const counts = new Map(found.map(({ value, count }) => [value, count]));
  return options
    .map((one) => ({ ...one, count: counts.get(one.value) ?? 0 }))
    .filter(({ value, count }) => count > 0 || chosen.includes(value));
}

function Watching({ query, onChange, facets }: Props & { facets: Facets | undefined }) {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const options = (['unwatched', 'begun', 'watched'] as const).map((value) => ({ value, label: t(`watched.${value}`) }));
  const mine = [
    { value: 'my_list', label: t('myList') },
    { value: 'favourite', label: t('favourite') },
    { value: 'liked', label: t('liked') },
  ] as const;
  const stars = STARS.map((one) => ({ value: String(one * 2), label: starsText(one * 2, { t, locale }) }));
  const rated = query.min_rating === undefined ? [] : [String(query.min_rating)];
  const kept = mine.filter(({ value }) => query[value] === true).map(({ value }) => value);
  return (
    <>
      <StepsGroup
        title={t('groups.watched')}
        options={counted(options, facets?.watched, words(query.watched))}
        chosen={words(query.watched)}
        onTurn={(value) => onChange({ watched: value === query.watched ? undefined : (value as Watched) }, true)}
      />
      <StepsGroup
        title={t('groups.mine')}
        options={counted(mine, facets?.mine, kept)}
        chosen={kept}
        onTurn={(value) => onChange({ [value]: query[value as 'liked'] === true ? undefined : true }, true)}
      />
      <StepsGroup
        title={t('groups.rating')}
        options={counted(stars, facets?.rating, rated)}
        chosen={rated}
        onTurn={(value) => onChange({ min_rating: rated.includes(value) ? undefined : Number(value) }, true)}
      />
    </>
  );
}

function Spans({ query, onChange, facets }: Props & { facets: Facets | undefined }) {
  const { t } = useTranslation('library');
  const decades = (facets?.decade ?? []).map(({ value, count }) => ({ value, label: t('decade', { decade: value }), count }));
  const decade = decadeOf(query);
  const length = words(lengthOf(query));
  const lengths = LENGTHS.map(({ name }) => ({ value: name, label: t(`length.${name}`) }));
  return (
    <>
      <Group title={t('groups.year')}>
        <Options
          options={withChosen(decades, words(decade), (value) => t('decade', { decade: value }))}
          chosen={words(decade)}
          onTurn={(value) => onChange(decadeFilter(value === decade ? undefined : value), true)}
        />
        <YearFields query={query} onChange={onChange} />
      </Group>
      <StepsGroup
        title={t('groups.length')}
        options={counted(lengths, facets?.length.map((one) => ({ ...one, value: lengthOfSpan(one.value) ?? '' })), length)}
        chosen={length}
        onTurn={(value) => onChange(lengthFilter(length.includes(value) ? undefined : value), true)}
      />
    </>
  );
}

/** Standard and high dynamic range: one, the other, or whatever. */
function Range({ query, onChange, facets }: Props & { facets: Facets }) {
  const { t } = useTranslation('library');
  const found = facets.range.map(({ value, count }) => ({ value, label: t(value === 'hdr' ? 'hdr' : 'sdr'), count }));
  const chosen = query.hdr === undefined ? [] : [query.hdr ? 'hdr' : 'sdr'];
  const options = withChosen(found, chosen, (value) => t(value === 'hdr' ? 'hdr' : 'sdr'));
  if (options.length === 0) return null;
  return (
    <Group title={t('groups.range')}>
      <Options
        options={options}
        chosen={chosen}
        onTurn={(value) => onChange({ hdr: chosen.includes(value) ? undefined : value === 'hdr' }, true)}
      />
    </Group>
  );
}

function Added({ query, onChange, facets }: Props & { facets: Facets | undefined }) {
  const { t } = useTranslation('library');
  const options = ADDED.map(({ name, days }) => ({ value: String(days), label: t(`added.${name}`) }));
  const chosen = query.added_days === undefined ? [] : [String(query.added_days)];
  return (
    <StepsGroup
      title={t('groups.added')}
      options={counted(options, facets?.added, chosen)}
      chosen={chosen}
      onTurn={(value) => onChange({ added_days: chosen.includes(value) ? undefined : Number(value) }, true)}
    />
  );
}

/** What is there is the usual: only what is away, or in the trash, is worth asking for. */
function State({ query, onChange, facets }: Props & { facets: Facets }) {
  const { t } = useTranslation('library');
  const trashed = useQuery(statsOverview).data?.trashed ?? 0;
  const name = (value: string) => t(`status.${value as MediaStatus}`);
  const found = facets.status.map(({ value, count }) => ({ value, label: name(value), count }));
  if (trashed > 0) found.push({ value: 'trashed', label: name('trashed'), count: trashed });
  if (found.length < 2 && !query.status) return null;
  return (
    <Group title={t('groups.status')}>
      <Options
        options={withChosen(found, words(query.status), name)}
        chosen={words(query.status)}
        onTurn={(value) => onChange({ status: value === query.status ? undefined : (value as MediaStatus) }, true)}
      />
    </Group>
  );
}

export function FilterGroups({ query, onChange }: Props) {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const asked = useQuery(facetsOf(query));
  const facets = asked.data;
  const all = { query, onChange };
  const language = (code: string) => formatLanguage(code, locale);
  const same = (value: string) => value;
  return (
    <div>
      {asked.isError && !facets && <ErrorLine error={asked.error} onRetry={() => void asked.refetch()} />}
      <Watching {...all} facets={facets} />
      <Spans {...all} facets={facets} />
      {asked.isPending && <Skeleton className="my-4 h-40" />}
      {facets && (
        <>
          <CountedGroup facet="genre" name={same} facets={facets} {...all} />
          <CountedGroup facet="tag" name={same} facets={facets} {...all} />
          <CountedGroup facet="resolution" name={(value) => resolutionName(value, t)} facets={facets} {...all} />
          <Range facets={facets} {...all} />
          <CountedGroup facet="language" name={language} facets={facets} {...all} />
          <CountedGroup facet="subtitles" name={language} facets={facets} {...all} />
          <CountedGroup facet="platform" name={platformName} facets={facets} {...all} />
        </>
      )}
      <ChannelField {...all} />
      <Added {...all} facets={facets} />
      {facets && (
        <>
          <CountedGroup facet="codec" name={codecName} facets={facets} {...all} />
          <CountedGroup facet="folder" name={() => t('inFolder')} facets={facets} {...all} />
          <State facets={facets} {...all} />
        </>
      )}
    </div>
  );
}
