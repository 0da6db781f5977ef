import i18next, { type i18n as I18n } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';

import { told as english } from '@/locales/en/told';
import { told as spanish } from '@/locales/es/told';

import { checkIn, errorIn, reasonIn } from './told';

const resources = { en: { told: english }, es: { told: spanish } };
let es: I18n;
let en: I18n;
beforeAll(async () => {
  [es, en] = [i18next.createInstance(), i18next.createInstance()];
  await es.init({ lng: 'es', resources });
  await en.init({ lng: 'en', resources });
});

const error = (code: string) => ({ code, detail: 'Words of the server.', fix: 'A cure.' });

describe('an error', () => {
  it('is told by its code, and by where it comes from', () => {
    expect(errorIn(es, error('no_such_path')).detail).toBe('No existe esa carpeta ni ese archivo.');
    expect(errorIn(es, error('crashed')).detail).toBe('La lectura del archivo ha fallado a medias.');
    expect(errorIn(es, error('crashed'), 'link').detail).toBe('La lectura de este enlace ha fallado a medias.');
    // A link may fail by what fails everywhere, and is refused in places that do not know of links.
    expect(errorIn(es, error('interrupted'), 'link').detail).toBe(spanish.error.interrupted.what);
    expect(errorIn(es, error('private_address')).detail).toBe(spanish.link.private_address.what);
  });

  it('is told by the server itself in English, which says more', () => {
    for (const code of ['no_such_path', 'invalid', 'conflict', 'never_heard_of']) {
      expect(errorIn(en, error(code))).toEqual({ detail: 'Words of the server.', fix: 'A cure.' });
    }
  });

  it('is never told in English elsewhere, though less be said', () => {
    expect(errorIn(es, error('conflict')).detail).toBe('Tal como está ahora, esto no se puede hacer.');
    const { what: detail, fix } = spanish.error.unknown;
    for (const code of ['never_heard_of', 'what.constructor', '']) expect(errorIn(es, error(code))).toEqual({ detail, fix });
  });
});

describe('a reason', () => {
  it('has its cure only where the server offers one', () => {
    const reason = { code: 'hdr', text: 'HDR.', cure: 'Prepare it.' };
    expect(reasonIn(es, reason)).toEqual({ code: 'hdr', text: spanish.play.hdr.what, cure: spanish.play.hdr.fix });
    expect(reasonIn(es, { ...reason, cure: null }).cure).toBeNull();
    expect(reasonIn(en, reason)).toEqual(reason);
    expect(reasonIn(es, { ...reason, code: 'new' })).toEqual({ ...reason, code: 'new' });
  });
});

describe('how a part of the server is', () => {
  const check = { code: 'jobs_failed', facts: { waiting: '1', running: '2', failed: '3' }, detail: 'Words.', fix: 'A cure.' };
  it('is told with its facts in their places', () => {
    expect(checkIn(es, check)).toEqual({ detail: '1 en espera, 2 en marcha, 3 fallidos hoy.', fix: spanish.check.jobs_failed.fix });
    expect(checkIn(en, check)).toEqual({ detail: 'Words.', fix: 'A cure.' });
    expect(checkIn(es, { ...check, code: '' }).detail).toBe('Words.');
  });
});
