import { all, type BigNumber, create, type FactoryFunctionMap } from "mathjs";

/** Arithmetic with 60 digits. */
export const math = create(all as FactoryFunctionMap, { number: "BigNumber", precision: 60 });

/** A double, exactly: not the shortest decimal that leads back to it, which mathjs would take. */
export function exact(value: number): BigNumber {
  let [whole, power] = [value, 0];
  for (; !Number.isInteger(whole); power--) whole *= 2;
  for (; Math.abs(whole) > Number.MAX_SAFE_INTEGER; power++) whole /= 2;
  return math.multiply(
    math.bignumber(whole),
    math.pow(math.bignumber(2), math.bignumber(power)),
  ) as BigNumber;
}
