import type { Builtin } from '../faces';
import { Button } from './button';
import { Canvas } from './canvas';
import { Checkbox } from './checkbox';
import { CheckboxGroup, RadioGroup } from './choice-group';
import { Form } from './form';
import { Icon } from './icon';
import { Image } from './image';
import { Input } from './input';
import { Label } from './label';
import { MovableArea, MovableView } from './movable';
import { Navigator } from './navigator';
import { Picker } from './picker';
import { PickerView, PickerViewColumn } from './picker-view';
import { Progress } from './progress';
import { Radio } from './radio';
import { RichText } from './rich-text';
import { ScrollView } from './scroll-view';
import { Slider } from './slider';
import { Swiper, SwiperItem } from './swiper';
import { Switch } from './switch';
import { Text } from './text';
import { Textarea } from './textarea';
import { unsupported } from './unsupported';
import { View } from './view';
import { WebView } from './web-view';

/** Tags of the platform that would need a device, a map or a video; each stands as a notice with its name. */
export const notDrawn: readonly string[] = [
  'ad',
  'camera',
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
  canvas: Canvas,
  switch: Switch,
  label: Label,
  form: Form,
  icon: Icon,
  'movable-area': MovableArea,
  'movable-view': MovableView,
  navigator: Navigator,
  picker: Picker,
  'picker-view': PickerView,
  'picker-view-column': PickerViewColumn,
  progress: Progress,
  'rich-text': RichText,
  'scroll-view': ScrollView,
  slider: Slider,
  swiper: Swiper,
  'swiper-item': SwiperItem,
  'web-view': WebView,
  'cover-image': Image,
  'cover-view': View,
  ...Object.fromEntries(notDrawn.map((tag) => [tag, unsupported(tag)])),
};
