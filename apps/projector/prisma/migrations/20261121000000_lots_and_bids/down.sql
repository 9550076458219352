drop table bid_views;
drop table lot_bidders;
drop table lots;
