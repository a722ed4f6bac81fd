"""`make bench`: what Vigie costs, as ratios against a named floor in the same run. Medians; machines are noisy."""
