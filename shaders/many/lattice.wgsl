// Rank-1 lattices: on each axis the fraction k step + shift of 2^32, which wraps around. Its words are step and shift of each
// axis; its pieces are values.

/// A fraction of an axis, and its weight, once a lattice has been made periodic.
struct Moved {
  t: Value,
  weight: Value,
}

fn place_in(piece: Piece, exact: u32) -> Place {
  let moved = moved_to(fraction(exact));
  let place = place_on(piece, moved.t);
  return Place(place.x, times(place.weight, moved.weight));
}

/// The place on an axis of `count` pieces; the fraction within a piece is what is beyond 32 bits of a product.
fn place_at(first_piece: u32, count: u32, exact: u32) -> Place {
  let whole = (exact >> 16u) * count + (((exact & 0xffffu) * count) >> 16u);
  return place_in(piece_at(first_piece + PIECE * (whole >> 16u)), exact * count);
}

fn picked(a: Piece, b: Piece, second: bool) -> Piece {
  return Piece(
    pick(a.centre, b.centre, second), pick(a.length, b.length, second), pick(a.middle, b.middle, second),
    pick(a.reach, b.reach, second), pick(a.share, b.share, second), select(a.piled, b.piled, second),
  );
}
