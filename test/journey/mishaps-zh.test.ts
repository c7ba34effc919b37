/** Everything that happens to purchases, in Chinese; see mishaps/scenes.ts for the book, docs/screens.md for the pictures. */
import { playAll } from './mishaps/play-all';

playAll('zh');
