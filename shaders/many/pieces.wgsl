// Places on axes that are cut into pieces, or towards whose ends nodes pile up.

/// A coordinate, and what the integral over it is weighted with there.
struct Place {
  x: Value,
  weight: Value,
}

/// Of an axis: x = centre + length t, or length t^4 where nodes pile up, for t = middle + reach s.
struct Piece {
  centre: Value,
  length: Value,
  middle: Value,
  reach: Value,
  /// Its share of the axis.
  share: Value,
  piled: bool,
}

/// Values of a piece.
const PIECE = 6u;

fn piece_at(k: u32) -> Piece {
  return Piece(
    values[k], values[k + 1u], values[k + 2u], values[k + 3u], values[k + 4u], first(values[k + 5u]) > 0.5,
  );
}

fn place_on(piece: Piece, s: Value) -> Place {
  let t = affine(piece.middle, piece.reach, s);
  let square = times(t, t);
  let x = affine(piece.centre, piece.length, pick(t, times(square, square), piece.piled));
  let slope = times(as_value(4.0), times(square, t));
  return Place(x, times(piece.share, pick(as_value(1.0), slope, piece.piled)));
}
