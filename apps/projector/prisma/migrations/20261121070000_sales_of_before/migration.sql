-- Lots sold before sales had a column have one too, as their logs say: the last bid of whoever led, as each bid led then,
-- or his purchase. Without it the failure of such a sale would be folded into nothing.
update lots set sale = jsonb_build_object(
  'saleId', winning.id,
  'via', case lots.outcome when 'sold' then 'hammer' else 'buy_now' end,
  'buyer', jsonb_build_object(
    'id', lots.leader_id, 'paddleNumber', lots.leader_paddle_number, 'alias', lots.leader_alias
  ),
  'price', lots.price,
  'failed', false
)
from (
  select distinct on (auction_id) auction_id, id, bidder_id
  from bid_views
  where retracted_version is null
  order by auction_id, version desc
) as winning
where winning.auction_id = lots.id
  and winning.bidder_id = lots.leader_id
  and lots.outcome in ('sold', 'bought_now')
  and lots.sale is null;
