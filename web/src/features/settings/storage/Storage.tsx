/** What takes space, and what can go. */
import { CanGo } from './CanGo';
import { Largest } from './Largest';
import { Rules } from './rules/Rules';
import { Space } from './Space';
import { Sums } from './Sums';

export function Storage() {
  return (
    <>
      <Space />
      <CanGo />
      <Rules />
      <Sums />
      <Largest />
    </>
  );
}
