metadata description = 'Types that several modules take.'

@export()
@description('Tags by name.')
type tagSet = {
  @description('A tag.')
  *: string
}

@export()
@description('Object ids of Entra ID by an agency\'s id.')
type principals = {
  @description('An agency\'s.')
  *: string
}
