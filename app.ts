/** Everything happens in the pages; models are made when the first of them needs them (models/compose.ts). */
App({});
