import type { Builtin } from '../faces';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { CheckboxGroup, RadioGroup } from './choice-group';
import { Form } from './form';
import { Image } from './image';
import { Input } from './input';
import { Label } from './label';
import { Radio } from './radio';
import { Switch } from './switch';
import { Text } from './text';
import { Textarea } from './textarea';
import { unsupported } from './unsupported';
import { View } from './view';

/** Tags of the platform that would need a device, a map or a video; each stands as a notice with its name. */
const notDrawn = [
  'ad',
  'camera',
  'canvas',
  'contact-button',
  'lifestyle',
  'live-player',
  'live-pusher',
  'lottie',
  'map',
  'open-avatar',
  'page-meta',
  'rtc-room',
  'rtc-room-item',
  'share-element',
  'spread',
  'video',
  'share-text',
];

/** Every built-in tag by its AXML name. */
export const builtins: Record<string, Builtin> = {
  view: View,
  text: Text,
  image: Image,
  button: Button,
  input: Input,
  textarea: Textarea,
  checkbox: Checkbox,
  'checkbox-group': CheckboxGroup,
  radio: Radio,
  'radio-group': RadioGroup,
  switch: Switch,
  label: Label,
  form: Form,
  ...Object.fromEntries(notDrawn.map((tag) => [tag, unsupported(tag)])),
};
