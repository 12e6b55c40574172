"""The pages of those who look after circulars: what is theirs to do, and who has what."""

from kairanban.followup.pages import block, boards, office, paper, progress

routes = [*office.routes, *progress.routes, *block.routes, *paper.routes, *boards.routes]
