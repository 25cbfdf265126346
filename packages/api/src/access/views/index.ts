/** Views of tables that people keep. */
export { listViews } from './list-views.ts';
export { removeView } from './remove-view.ts';
export { saveView } from './save-view.ts';
