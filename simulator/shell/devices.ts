/** Phones people have, by the size of their screens in px; the status bar is inside, the frame around is not. */
export const devices: readonly { name: string; width: number; height: number }[] = [
  { name: 'iPhone SE', width: 320, height: 568 },
  { name: 'iPhone 8', width: 375, height: 667 },
  { name: 'iPhone 15', width: 393, height: 852 },
  { name: 'iPhone 15 Plus', width: 430, height: 932 },
  { name: 'Galaxy S24', width: 360, height: 780 },
  { name: 'Mate 60', width: 414, height: 896 },
];

/** Sizes of type a person chooses in the settings of a phone, 1 is the usual one. */
export const fontScales: readonly number[] = [0.9, 1, 1.15, 1.3, 1.6];

/** What `my.getSystemInfo` calls the languages of the client. */
export const languages: readonly string[] = ['zh-Hans', 'zh-Hant', 'en'];
