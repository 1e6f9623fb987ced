metadata description = 'A storage account without keys: whoever reads or writes has a role.'

import { tagSet } from 'types.bicep'

@description('What its resources are called.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags tagSet

@description('Blob containers.')
param containers string[]

@description('After how many days blobs are deleted; 0: never.')
param daysKept int = 0

@description('Whether the account can\'t be deleted before its lock is taken off.')
param lock bool = false

@description('The hub\'s identity.')
param identityName string

@description('What the hub may do.')
param hubRoles role[]

@description('The object id of the person or group that restores backups; empty: nobody.')
param administratorPrincipalId string = ''

@description('What that person may do.')
param administratorRoles role[] = []

@description('One of the roles below.')
type role = 'blobOwner' | 'blobContributor' | 'blobReader' | 'queueContributor' | 'tableContributor'

@description('The ids of Azure\'s own roles.')
var roleIds = {
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  queueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource hubIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }
}

resource expiry 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = if (daysKept > 0) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-blobs'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: daysKept } } }
          }
        }
      ]
    }
  }
}

resource hubMay 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in hubRoles: {
    name: guid(account.id, hubIdentity.id, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: hubIdentity.properties.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource administratorMay 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in (empty(administratorPrincipalId) ? [] : administratorRoles): {
    name: guid(account.id, administratorPrincipalId, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: administratorPrincipalId
    }
  }
]

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'keep'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the hub\'s data. Take the lock off first, after a last backup.'
  }
}
