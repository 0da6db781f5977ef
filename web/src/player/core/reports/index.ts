/** The truth about speed: start, seeks and stalls as the viewer has them. */
export { percentile, type Figures, type Report } from './figures';
export { createReports, type Reports } from './reports';
