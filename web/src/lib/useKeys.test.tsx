// @vitest-environment jsdom
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { useKeys } from './useKeys';

function Page({ keys }: { keys: Record<string, () => void> }) {
  useKeys(keys);
  return <input aria-label="field" />;
}

afterEach(cleanup);

describe('keys of the page', () => {
  it('run alone and as chords', () => {
    const [help, home] = [vi.fn(), vi.fn()];
    render(<Page keys={{ '?': help, 'g h': home }} />);
    fireEvent.keyDown(document.body, { key: '?' });
    fireEvent.keyDown(document.body, { key: 'h' });
    expect(home).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: 'g' });
    fireEvent.keyDown(document.body, { key: 'h' });
    expect(help).toHaveBeenCalledTimes(1);
    expect(home).toHaveBeenCalledTimes(1);
  });

  it('are silent while somebody writes and for the shortcuts of the browser', () => {
    const help = vi.fn();
    const { getByLabelText } = render(<Page keys={{ '?': help }} />);
    fireEvent.keyDown(getByLabelText('field'), { key: '?' });
    fireEvent.keyDown(document.body, { key: '?', ctrlKey: true });
    expect(help).not.toHaveBeenCalled();
  });
});
