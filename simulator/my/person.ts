import type { Screen } from '../faces';
import { texts } from '../shell/texts';
import { asyncCall } from './async-call';
import { errors, failure } from './failure';

/** `my.scan` has a number of its own for a person who goes back. */
const SCAN_CANCELLED = 10;
const GIVEN = '9000';
const NOT_GIVEN = '6001';

/** Addresses of nobody, in the fields of `my.getAddress`. */
const addresses = [
  {
    fullname: '王小明',
    mobilePhone: '13800000000',
    prov: '浙江省',
    city: '杭州市',
    area: '西湖区',
    street: '灵隐街道',
  },
  {
    fullname: '李小红',
    mobilePhone: '13900000000',
    prov: '上海市',
    city: '上海市',
    area: '黄浦区',
    street: '外滩街道',
  },
].map((address) => ({ country: '中国', address: `${address.street}1号`, ...address }));

/** Files a person picks, as addresses that `image` can show; null when they go back. */
function pickedPictures(count: number): Promise<string[] | null> {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept: 'image/*', multiple: count > 1 });
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].slice(0, count);
      resolve(files.length > 0 ? files.map((file) => URL.createObjectURL(file)) : null);
    });
    input.click();
  });
}

/** What a program asks of the person: a picture, a code, an address (reference mini-program 5). */
export function personFamily(screen: Screen) {
  return {
    chooseImage: asyncCall(async ({ count }) => {
      const paths = await pickedPictures(Math.max(1, Number(count) || 1));
      if (!paths) throw failure(errors.userCancelled, 'the user chose no picture');
      return { apFilePaths: paths, tempFilePaths: paths };
    }),
    /** A phone would read the code by its camera; here the person types what it says. */
    scan: asyncCall(async ({ scanType = 'qrCode' }) => {
      const { scanTitle: title, scanMessage: message } = texts;
      const words = { okText: texts.confirm, cancelText: texts.cancel, placeholder: '' };
      const code = await screen.prompt({ title, message, ...words });
      if (code === null) throw failure(SCAN_CANCELLED, 'the user cancelled');
      const isBarCode = scanType === 'bar' || scanType === 'barCode';
      return { code, result: code, [isBarCode ? 'barCode' : 'qrCode']: code };
    }),
    getAddress: asyncCall(async () => {
      const items = addresses.map(({ fullname, city, area, address }) => `${fullname} ${city}${area}${address}`);
      const index = await screen.actionSheet({ title: texts.addressTitle, items, cancelText: texts.cancel });
      const result = addresses[index];
      return result ? { resultStatus: GIVEN, result } : { resultStatus: NOT_GIVEN };
    }),
  };
}
