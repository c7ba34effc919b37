import { cashierScenes } from './cashier-scenes';
import { networkScenes } from './network-scenes';
import { orderScenes } from './order-scenes';
import type { Scene } from './scene';

/** A part of the book of scenes. */
export interface Chapter {
  title: string;
  scenes: Scene[];
}

/** Everything that is played in each language: by the journeys, for the pictures, and for the accessibility check. */
export const chapters: Chapter[] = [
  { title: 'The shop and its orders', scenes: orderScenes },
  { title: 'What the cashier answers, and what happens meanwhile', scenes: cashierScenes },
  { title: 'The network', scenes: networkScenes },
];
