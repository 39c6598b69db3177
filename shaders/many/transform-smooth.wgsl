// A lattice moved by t^3 (10 - t (15 - 6 t)), whose slope is 30 (t (1 - t))^2 (Korobov 1963).

fn moved_to(t: Value) -> Moved {
  let rest = times(t, minus(as_value(1.0), t));
  let inner = minus(as_value(10.0), times(t, minus(as_value(15.0), times(as_value(6.0), t))));
  return Moved(times(times(times(t, t), t), inner), times(as_value(30.0), times(rest, rest)));
}
