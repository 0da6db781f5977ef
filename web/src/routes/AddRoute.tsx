/** Adding, and what comes of it on the same page. */
import { ActivitySection } from '@/features/activity';
import AddPage from '@/features/add/AddPage';

export default function AddRoute() {
  return <AddPage activity={<ActivitySection />} />;
}
